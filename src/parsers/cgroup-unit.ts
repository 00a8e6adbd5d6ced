/**
 * The systemd service that a cgroup path belongs to: its last part that ends in `.service`, so that a service of a
 * user (`user@1000.service/app.slice/x.service`) is itself.
 */
export function serviceOf(path: string): string | undefined {
  return path
    .split('/')
    .filter(part => part.endsWith('.service'))
    .at(-1);
}

/** The service of a cgroup path, else the last part of the path; nothing for the root. */
export function unitOf(path: string): string | undefined {
  return serviceOf(path) ?? path.split('/').filter(Boolean).at(-1);
}

/** The service or container scope out of the `cgroup` column of ps (`9:name=systemd:/a/b.service,0::/a/b.service`). */
export function unitOfProcess(cgroups: string): string | undefined {
  const paths = cgroups.split(/,(?=\d+:)/u).map(entry => entry.replace(/^\d+:[^:]*:/u, ''));
  for (const path of paths) {
    const found =
      serviceOf(path) ??
      path
        .split('/')
        .filter(part => part.endsWith('.scope') && part !== 'init.scope')
        .at(-1);
    if (found) return found;
  }
  return undefined;
}

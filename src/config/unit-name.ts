/** The suffixes of systemd.unit(5). */
const SUFFIX = /\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;

/** `checkout` is checkout.service, as systemctl itself takes it. */
export function unitName(written: string): string {
  return SUFFIX.test(written) ? written : `${written}.service`;
}

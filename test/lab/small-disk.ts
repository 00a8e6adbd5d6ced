import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own that is soon full. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all the room that is left but so many bytes; gives it free again. */
  readonly fill: (butBytes?: number) => { readonly free: () => void };
  readonly remove: () => void;
}

const BLOCK = 4096;

/** Mounts a disk in memory; needs root. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-disk-lab-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'faultline-lab', folder]);
  // For PostgreSQL, which is another user.
  chmodSync(folder, 0o777);
  return {
    folder,
    fill: (butBytes = 0) => {
      const path = join(folder, 'filler');
      const file = openSync(path, 'w');
      const { bavail, bsize } = statfsSync(folder);
      for (let left = bavail * bsize - butBytes; left >= BLOCK; left -= BLOCK) writeSync(file, Buffer.alloc(BLOCK));
      closeSync(file);
      return { free: () => rmSync(path) };
    },
    remove: () => {
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

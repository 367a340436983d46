import type { SysFiles } from '../collectors/sys-files.ts';

/** A tree of files, by path. Files may change while a test runs. */
export function tree(files: Record<string, string>): SysFiles {
  return {
    list: async (directory) => {
      const below = Object.keys(files).filter((path) => path.startsWith(`${directory}/`));
      if (below.length === 0) throw new Error('ENOENT');
      return [...new Set(below.map((path) => path.slice(directory.length + 1).split('/')[0] ?? ''))];
    },
    read: async (path) => {
      const text = files[path];
      if (text === undefined) throw new Error('ENOENT');
      return text;
    },
  };
}

/** The same files below a directory, each with the end of a line as the kernel writes it. */
export function below(directory: string, files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${directory}/${path}`, `${text}\n`]));
}

/** As a machine's own list of PCI numbers is written. */
export const PCI_IDS: Readonly<Record<string, string>> = {
  '/usr/share/misc/pci.ids':
    '# list\n1000  Broadcom\n\t744c  No card\n1002  Advanced Micro Devices, Inc. [AMD/ATI]\n' +
    '\t73bf  Navi 21 [Radeon RX 6800/6800 XT / 6900 XT]\n\t\t1002 0e3a  Reference\n' +
    '\t744c  Navi 31 [Radeon RX 7900 XT/7900 XTX]\n1003  ULSI\n8086  Intel Corporation\n\t56a0  DG2 [Arc A770]\n',
};

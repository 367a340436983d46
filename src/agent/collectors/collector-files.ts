/** Whether a file, a device or a socket is there, and may be read and written by this process. */
export type AccessTo = (path: string) => Promise<'open' | 'barred' | 'absent'>;

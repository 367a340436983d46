/** What a file's own bytes say of it; the head and the tail are read, never all of it. */
export type FileVerdict =
  /** The format's own marks say that nothing is missing. */
  | { readonly kind: 'whole' }
  /** Good as far as it goes, but more must come: still in writing, or cut. `fraction` (0-1) where the format tells. */
  | { readonly kind: 'unfinished'; readonly why: string; readonly fraction: number | null }
  /** Wrong in itself, whatever may still come; `why` says where: "no EXR magic number at byte 0". */
  | { readonly kind: 'broken'; readonly why: string }
  /** No check is known for this format: size and rest must do. */
  | { readonly kind: 'unchecked' }
  /** It could not be read (in time). */
  | { readonly kind: 'unreadable'; readonly why: string };

export const WHOLE: FileVerdict = { kind: 'whole' };
export const UNCHECKED: FileVerdict = { kind: 'unchecked' };

export function unfinished(why: string, fraction: number | null = null): FileVerdict {
  return { kind: 'unfinished', why, fraction };
}

export function broken(why: string): FileVerdict {
  return { kind: 'broken', why };
}

export function unreadable(why: string): FileVerdict {
  return { kind: 'unreadable', why };
}

/** As `wholeUpTo`, for a picture that has no size before its header is written. */
export function wholePicture(from: number, pictureBytes: number, sizeBytes: number): FileVerdict {
  if (pictureBytes === 0) return unfinished('its header has no size yet', 0);
  return wholeUpTo(from + pictureBytes, sizeBytes, 'its picture');
}

/** Whole where the file reaches as far as `endsAt`, the byte after its last one; anything behind that is welcome. */
export function wholeUpTo(endsAt: number, sizeBytes: number, what: string): FileVerdict {
  if (endsAt <= sizeBytes) return WHOLE;
  return unfinished(`${what} reaches to byte ${endsAt}, the file has ${sizeBytes}`, sizeBytes / endsAt);
}

/** The file as a format's check reads it: any part of it, synchronously, where blocking hurts nobody. */
export interface FileBytes {
  readonly sizeBytes: number;
  /** At most `length` bytes from `offset` on: fewer at the end of the file, none beyond it. */
  read(offset: number, length: number): Uint8Array;
}

/** One format: pure but for what it reads. Throws only what `read` throws. */
export type FormatCheck = (file: FileBytes) => FileVerdict;

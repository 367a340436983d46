/** What `sentry-agent scan --help` prints. */
export const SCAN_HELP = `sentry-agent scan - print the frame sequences on disk, and what is wrong with them

SYNOPSIS
  sentry-agent scan [DIR | NAME]... [--check] [--json] [--frames RANGE]
                    [--no-recursive | --depth N] [--all] [--long] [--names]
                    [--ignore GLOB]... [--subframes]
                    [--delete-orphans [--orphans RANGE] [--yes]]
  sentry-agent scan --help | --version

DESCRIPTION
  Reads each DIR (default: the working directory), to any depth, and prints one
  line a sequence: how many frames, their size, the name, the frames, and what
  is missing, empty, orphaned, broken or suspiciously small. No hub is needed.

  NAME is one sequence: shot.####.exr, shot.%04d.exr, shot.$F4.exr,
  shot.1-240#.exr (which says its frames too), or any one of its files.

  The number nearest the extension is the frame. A version (v012), a tile
  (tile03, x0_y1) or a size (1920x1080) is not, unless the name has no other
  number; a version is also the frame where nothing but versions varies. Behind
  a letter a dash only parts the number, as in render-0001.png, render-0002.png;
  it is a minus in a file alone, and beside the same name without it.

  missing    of the expected range (--frames, NAME's frames, or frames: in a
             .sentry.yaml there or above); without one, the holes between the
             first and the last frame
  empty      files of 0 bytes: placeholders, never a finished frame
  orphaned   empty files that are older than the newest file beside them by 10
             minutes, and by three times the usual time between two frames: the
             renderer that made them is gone, and others skip them for ever
  suspiciously small
             less than 0.3 of the usual size of the sequence's frames
  broken     with --check: files that are not whole, with what is wrong

  Layers, views and tiles of one frame (sh010_beauty.####.exr,
  sh010_depth.####.exr, left and right) are one job; what one of them lacks
  that others have is told at the end.

OPTIONS
  --check             read head and tail of each file and name the broken ones
  --json              one JSON object, ranges in notation: {sequences: [{dir,
                      pattern, padding, ext, frames, missing, count, bytes,
                      placeholders, broken, orphans, suspicious, ...}], jobs,
                      problems}
  --frames RANGE      what should be there: 1-240, 1-10x3; negative:
                      --frames=-5-10
  --no-recursive      read the directories themselves, not what is below
  --depth N           read N levels below, 0 to any
  --all               show single files, hidden and temporary ones, and those
                      that are no renders (logs, scenes, archives) too
  --long              a second line a sequence: padding, usual size, expected
                      range, job and layer
  --names             read names only: no sizes and no empty files, but quick on
                      a large share
  --ignore GLOB       names to pass over, with * at either end; may be given
                      several times
  --subframes         take decimals behind the frame for a subframe's:
                      shot.0001.5.exr is 1.5 of shot.####.exr. So they are
                      where subframes are expected: --frames 1-10x0.5
  --delete-orphans    list the orphaned files of each directory and ask whether
                      to delete them. Each is looked at again before it goes;
                      links are never deleted, nor is a file with any content
                      but a cut one that --orphans and --check are about
  --orphans RANGE     empty files of these frames are orphaned whatever their
                      age: for what the hub calls so, as it knows who renders.
                      With --check files of them that are cut are orphaned too:
                      good as far as they go, but their writer is gone
  --yes               do not ask; needed where there is no terminal
  --help, --version   print this, or the version, and end

EXIT STATUS
  0    every sequence is there and whole
  1    something is missing, empty, broken, or cannot be read
  2    the command line is wrong

EXAMPLES
  sentry-agent scan /mnt/renders/sh010
  sentry-agent scan --check --frames 1-240 /mnt/renders/sh010/beauty.####.exr
  sentry-agent scan --json . | jq -r '.sequences[] | select(.missing != "").pattern'
`;

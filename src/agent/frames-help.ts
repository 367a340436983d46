/** What `sentry-agent frames --help` prints. */
export const FRAMES_HELP = `sentry-agent frames - expand frame ranges, and the names of their files

SYNOPSIS
  sentry-agent frames [--missing] [--range | --json] [--lines] EXPR...
  sentry-agent frames --help | --version

DESCRIPTION
  Prints the frames of each EXPR on one line, in the order in which they are to
  be rendered, each once. With several EXPR they are one list, in the order
  given. An EXPR is a range, or the name of a sequence's files with its range in
  front of the padding: then the files' names are printed, one a line.

  Nothing is held in memory: ten million frames are printed as ten are.

RANGES
  1-10          1 2 3 4 5 6 7 8 9 10
  7             one frame
  1-3,7,9-10    several parts; blanks separate them too
  1-10x3        each third: 1 4 7 10
  1-10y3        what that leaves out: 2 3 5 6 8 9
  1-10:5        staggered, each fifth, then of the rest each fourth, and so on:
                1 6 5 9 4 7 10 3 2 8
  10-1x3        descending: 10 7 4 1
  -5--1, 1--3   below zero
  1-2x0.3       subframes, of four decimals at most: 1 1.3 1.6 1.9
  1..10         as Blender writes 1-10; x, y and : may follow it, too

  Refused: a step without an end (1x5), a range without one (1-), a step of 0, a
  step below 0 (write 10-1x3), a capital X.

NAMES
  #             4 digits; ## are 8, and from #### on each is one
  @             1 digit; ##@ are 9
  [####]        a digit each, as After Effects has it
  %04d, %d      as printf, Nuke and FFmpeg have it
  $F4, $F       as Houdini has it; quote it for the shell
  <f4>, <f>     as RenderMan has it
  <UDIM>, %(UDIM)d
                the tile: 4 digits
  The width is the fewest digits: shot.1001@@.exr is shot.1001.exr. Of several
  such words the last one is the frame.

OPTIONS
  --missing     not the frames but the holes between the first and the last
  --range       the shortest notation instead of the frames: 1 2 3 5 is 1-3,5
  --json        {"frames": [1, 4, 7, 10], "count": 4, "range": "1-10x3"}; with
                "files" where names are given
  --lines       one frame a line
  --            what follows is no option
  --help, --version
                print this, or the version, and end

  --json, --range and --missing look at a range as a whole, and refuse one of
  more than 200000 separate frames; the list has no limit.

EXIT STATUS
  0    done, also when whoever reads has seen enough
  1    the output cannot be written
  2    an EXPR or the command line is wrong

EXAMPLES
  sentry-agent frames 1-10x3
  sentry-agent frames 1-240y8 --range
  sentry-agent frames 'beauty.1-20####.exr' | xargs -d '\\n' ls -l
  for f in $(sentry-agent frames 1-240:16); do blender -b a.blend -f "$f"; done
`;

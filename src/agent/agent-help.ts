/** What `sentry-agent --help` prints. */
export const AGENT_HELP = `sentry-agent - report a machine's renders and hardware to a Mata Sentry hub

SYNOPSIS
  sentry-agent [DIR...] [--hub URL] [--frames RANGE] [--title TEXT]
               [--interval SECONDS] [--share NAME] [--tag NAME]... [--poll]
               [--node-id NAME] [--once] [--config FILE]
  sentry-agent scan DIR... [OPTION]...
  sentry-agent frames EXPR... [OPTION]...
  sentry-agent doctor [DIR...] [OPTION]...
  sentry-agent [scan | frames | doctor] --help | --version

DESCRIPTION
  Watches each DIR, to any depth, for the numbered files that a renderer writes
  (beauty.0001.exr, beauty.0002.exr ...) and tells the hub which frames are
  done, missing, broken or in hand, together with the machine's load, memory,
  disks, network, temperatures and graphics cards. The renderer need not know
  of it.

  Without DIR it finds running renderers (Blender, POV-Ray, FFmpeg, Houdini,
  Maya, Nuke and others) by their processes, looks up in their command line,
  their scene and their open files where they write and what they were told to
  render, and watches there until some time after they have ended.

  A DIR that does not exist yet is watched from the moment it appears. A report
  goes out each interval, and at once when a frame is finished. While the hub
  is away reports are kept in memory and delivered later.

COMMANDS
  scan DIR...      print the sequences on disk with their ranges, what is
                   missing, placeholders and sizes; --check reads each file and
                   names the broken ones. Needs no hub
  frames EXPR...   expand a range: 1-10x3 is 1 4 7 10. Needs no hub
  doctor [DIR...]  say what this machine can tell, what it cannot and why, what
                   each figure costs, and whether the hub of --hub takes the
                   secret. Sends no report
  Each has a help of its own: sentry-agent scan --help. A directory of such a
  name is watched as ./scan.

OPTIONS
  --hub URL           the hub, http://HOST:PORT (default http://127.0.0.1:3000)
  --frames RANGE      what is to be rendered, as below. With it there is a
                      percentage, a list of missing frames and an estimate of
                      the end. Below zero: --frames=-5-10. Without it the range
                      is taken from .sentry.yaml, or from the renderer's
                      command line or scene, and else is not known
  --title TEXT        the job's name; otherwise taken from file and directory
  --interval SECONDS  seconds between two reports, 0.5 to 3600 (default 5)
  --share NAME        name of the share that the DIRs are on. Nodes that write
                      into one directory are shown as one job; the share is
                      known by its mount, and needs a name only where nodes
                      mount the same place from different sources
  --tag NAME          a word to find this node by; may be given several times
  --poll              look for new files now and then instead of waiting for
                      the system to tell. On Linux network file systems are
                      told by their mount and always polled; elsewhere give
                      this for them, and --share
  --node-id NAME      this node's name for the hub (default: the host name)
  --once              read the directories, send one report, and end
  --config FILE       settings in YAML, by the names above: hub, frames, title,
                      interval, share, tags, poll, nodeId, directories
  --help, --version   print this, or the version, and end

FRAME RANGES
  1-240, 7            frames in a row, one frame
  1-3,7,9-10          several parts; blanks separate them too
  1-10x3              each third: 1 4 7 10
  1-10y3              what that leaves out: 2 3 5 6 8 9
  1-10:5              all ten, staggered: 1 6 5 9 4 7 10 3 2 8
  10-1x3              descending: 10 7 4 1
  -5--1, 1--3         below zero
  1-2x0.3             subframes, of four decimals at most: 1 1.3 1.6 1.9
  1..10               1-10, as Blender writes it

ENVIRONMENT
  SENTRY_SECRET       the secret shared with the hub; there is no option for
                      it, since every user of the machine sees a command line
  SERVER_HOST         host of the hub where --hub is not given
  SERVER_PORT         port of the hub where --hub is not given (default 3000)

FILES
  .sentry.yaml, in a directory of frames, says of them and of those below, each
  line as it is needed, the nearest file first:
    frames: 1-240           what is to be rendered
    title: sh010 beauty     the job's name
    layers: true            each directory here is a layer of one job; or a list
                            of those that are: [beauty, depth]
    ignore: ["*_test.*"]    names that are no frames
    share: farm             the name by which all nodes know this directory

  Options stand above the environment, and that above these, in this order:
  .env, sentry_secret                     in the working directory
  the file of --config
  ~/.config/mata-sentry/agent.yaml
  /etc/mata-sentry/agent.yaml

EXIT STATUS
  0    done: asked to stop (SIGTERM, SIGINT), or --once and the hub has it
  1    failed: --once and the hub does not have it
  2    the command line is wrong
  78   a setting is wrong or the secret is missing

EXAMPLES
  sentry-agent --hub http://10.0.0.5:3000
  sentry-agent --hub http://10.0.0.5:3000 --tag gpu /mnt/renders
  sentry-agent ./out --frames 1-240 --title "sh010 beauty"
  sentry-agent --once /mnt/renders/sh010 /mnt/renders/sh020
  sentry-agent scan --check /mnt/renders/sh010
  sentry-agent frames 1-10x3
`;

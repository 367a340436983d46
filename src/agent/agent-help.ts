/** What `sentry-agent --help` prints. */
export const AGENT_HELP = `sentry-agent - report this machine's renders and hardware to a Mata Sentry hub

SYNOPSIS
  sentry-agent [DIR...] [--hub URL] [--frames RANGE] [--title TEXT]
               [--interval SECONDS] [--share NAME] [--tag NAME]... [--poll]
               [--node-id NAME] [--once] [--config FILE]
  sentry-agent --help | --version

DESCRIPTION
  Watches each DIR, to any depth, for the numbered files that a renderer writes
  (beauty.0001.exr, beauty.0002.exr ...) and tells the hub which frames are
  done, together with the machine's load, memory, disks, network, temperatures
  and graphics cards. The renderer need not know of it.

  A DIR that does not exist yet is watched from the moment it appears. Without
  any DIR only the machine is reported.

  A report goes out each interval, and at once when a frame is finished. While
  the hub is away reports are kept in memory and delivered later.

OPTIONS
  --hub URL           the hub, http://HOST:PORT (default http://127.0.0.1:3000)
  --frames RANGE      what is to be rendered: 1-240, 1-10x3, 1,4,7-9. With it
                      there is a percentage, a list of missing frames and an
                      estimate of the end. Negative: --frames=-5-10
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

ENVIRONMENT
  SENTRY_SECRET       the secret shared with the hub; there is no option for
                      it, since every user of the machine sees a command line
  SERVER_HOST         host of the hub where --hub is not given
  SERVER_PORT         port of the hub where --hub is not given (default 3000)

FILES
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
  SENTRY_SECRET=$(cat sentry.secret) sentry-agent --hub http://10.0.0.5:3000 /mnt/renders
  sentry-agent ./out --frames 1-240 --title "sh010 beauty"
  sentry-agent --once /mnt/renders/sh010 /mnt/renders/sh020
`;

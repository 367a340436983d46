/** What `npm start -- --help` prints. */
export const ALL_IN_ONE_HELP = `sentry - hub, agent and dashboard of Mata Sentry on this machine

SYNOPSIS
  npm start -- [DIR...] [--frames RANGE] [--title TEXT] [--port N] [--data DIR]
               [--once] [--columns NAME,...] [--bell] [--ascii] [--no-color]
  npm run demo -- [--once]

DESCRIPTION
  Starts a hub on 127.0.0.1, an agent that watches each DIR (default ./renders,
  where it exists) and the dashboard. Without a terminal the table is printed
  once a change. Other machines cannot reach this hub: for a farm start
  sentry-hub on one machine, and sentry-agent on each render node.

  The demo is a small farm of real agents. Their machines are made up, and so
  are their renderers, which write real image files into a temporary directory.

OPTIONS
  --frames RANGE   what is to be rendered: 1-240, 1-10x3, 1,4,7-9
  --title TEXT     the job's name; otherwise taken from file and directory
  --port N         port of the hub (default 3000, or a free one if it is taken)
  --data DIR       where the hub keeps its nodes and its secret (default ./data)
  --once           print one table as soon as the directories are read, and end
  --columns NAME,...  columns of the table, or a set of them: default, health
  --bell           ring for a new critical alert
  --ascii          only ASCII characters
  --no-color       no colours; what they say is said by signs, too
  --help, --version

ENVIRONMENT
  SENTRY_SECRET    the hub's secret; without it the hub makes one, DIR/secret

EXIT STATUS
  0 done    1 failed    2 wrong usage    78 wrong configuration

EXAMPLES
  npm start -- /mnt/renders/sh010 --frames 1-240
  npm start -- --once
  printf 'Authorization: Bearer %s' "$(cat data/secret)" |
    curl -H @- http://127.0.0.1:3000/
`;

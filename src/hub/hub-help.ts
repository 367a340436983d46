/** What `sentry-hub --help` prints. */
export const HUB_HELP = `sentry-hub - take the reports of render nodes and serve the farm to dashboards

SYNOPSIS
  sentry-hub [--host ADDRESS] [--port N] [--data DIR] [--allow CIDR]...
             [--public-host NAME]... [--name FARM] [--offline-after SECONDS]
             [--stall-after SECONDS] [--config FILE]
  sentry-hub --help | --version

DESCRIPTION
  Keeps one JSON file a node under DIR and answers REST, server-sent events and
  a text table, all to those alone who know the secret. Nodes that write into
  one directory of one share are shown as one job.

OPTIONS
  --host ADDRESS      address to listen on (default 0.0.0.0: all of this machine)
  --port N            port to listen on (default 3000; 0 takes a free one)
  --data DIR          where nodes and the secret are kept (default ./data)
  --allow CIDR        let in only these addresses, 10.0.0.0/8 or 192.168.1.7; may
                      be given several times
  --public-host NAME  another name by which the hub is called; may be given
                      several times
  --name FARM         the farm's name on dashboards (default: the host name)
  --offline-after SECONDS
                      a node silent for so long is offline (default 60)
  --stall-after SECONDS
                      a job without news for so long, and for 1.5 times its usual
                      frame, is stalled if its machines are idle (default 300)
  --config FILE       settings in YAML: host, port, data, allow, publicHost, name,
                      offlineAfterSeconds, stallAfterSeconds
  --help, --version   print this, or the version, and end

ENVIRONMENT
  SENTRY_SECRET       the secret that nodes and dashboards must show, 12 characters
                      or more; without it the hub makes one, DIR/secret
  SERVER_HOST         as --host
  SERVER_PORT         as --port

FILES
  DIR/nodes/ID.json   the last report of each node; it may be deleted, and comes
                      back with the next one
  DIR/secret          the secret, readable by its owner alone
  DIR/quarantine/     what could not be read at the start

  Options stand above the environment, and that above these, in this order:
  .env, sentry_secret                     in the working directory
  the file of --config
  ~/.config/mata-sentry/hub.yaml
  /etc/mata-sentry/hub.yaml

EXIT STATUS
  0    asked to stop (SIGTERM, SIGINT, SIGHUP)
  1    failed
  2    the command line is wrong
  78   a setting is wrong (environment or file)

EXAMPLES
  sentry-hub --data /var/lib/mata-sentry --allow 10.20.0.0/16
  printf 'Authorization: Bearer %s' "$(cat data/secret)" |
    curl -H @- http://127.0.0.1:3000/
`;

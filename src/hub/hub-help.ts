/** What `sentry-hub --help` prints. */
export const HUB_HELP = `sentry-hub - take the reports of render nodes and serve the farm to dashboards

SYNOPSIS
  sentry-hub [--host ADDRESS] [--port N] [--data DIR] [--allow CIDR]...
             [--public-host NAME]... [--name FARM] [--offline-after SECONDS]
             [--stall-after SECONDS] [--history] [--history-days N]
             [--history-max SIZE] [--config FILE]
  sentry-hub notify [RECEIVER] [--config FILE]
  sentry-hub metrics [--node ID] [--tag T]... [--config FILE]
  sentry-hub --help | --version

DESCRIPTION
  Keeps one JSON file a node under DIR and answers REST, server-sent events and
  a text table, all to those alone who know the secret. Nodes that write into
  one directory of one share are shown as one job.

  notify sends a test message to RECEIVER, or to all receivers of the
  configuration, says of each whether it took it, and ends.

  metrics lists the figures by the names that thresholds, history and /metrics
  know them by, with the thresholds in force, of node ID with tags T if given;
  a limit that a sensor or card names itself stands in the place of one with *.

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
  --history           keep the nodes' figures on disk, so that they outlive the hub;
                      else the last hour is known
  --history-days N    for so many days (default 7)
  --history-max SIZE  at most so much of the disk, as 500MB (default 2GB): the finest
                      and oldest goes first
  --config FILE       settings in YAML: host, port, data, allow, publicHost, name,
                      offlineAfterSeconds, stallAfterSeconds, history, historyDays, historyMax,
                      receivers, thresholds
  --help, --version   print this, or the version, and end

ENVIRONMENT
  SENTRY_SECRET       the secret that nodes and dashboards must show, 12 characters
                      or more; without it the hub makes one, DIR/secret
  SERVER_HOST         as --host
  SERVER_PORT         as --port

RECEIVERS
  Who is told of alerts stands in the configuration file alone; it holds secrets,
  so let nobody else read it (chmod 600).

  receivers:
    - name: ops                    # as you like
      kind: slack                  # slack, discord, ntfy, teams or json
      url: https://hooks.slack.com/services/...
      severity: warn               # the least: info, warn (default) or crit
      quietHours:
        - { from: '22:00', to: '07:00', timeZone: Europe/Berlin, except: crit }
    - name: pager
      kind: exec                   # JSON on standard input; never a shell
      command: [/usr/local/bin/page, --now]
      nodes: [rn-*]                # likewise tags and jobs, * for any characters
      kinds: [node-offline, gpu-lost]

  headers: { NAME: VALUE } are sent along; sendCleared: false leaves out that
  something is over; perMinute: 10 is how many messages it gets, more go together
  into one. A command that ends with status 75 is started again later.

THRESHOLDS
  From what value on a figure is coloured, and called out, stands in a table that
  rows of the configuration file change; where several fit, the later one wins.

  thresholds:
    - { metric: cpuTempC, tag: water-cooled, crit: 70 }
    - { metric: diskUsedPercent, label: /mnt/renders*, warn: 80, crit: 92 }
    - { metric: gpuTempC, node: rn-04*, crit: 92, forSeconds: 300 }
    - { metric: swapPercent, alertFrom: null }     # coloured, and no alert

  node and label (sensor, mount, card, drive) take * for any characters; a file
  system fits by what is mounted there, too, as nas:/renders. notice,
  warn and crit are in the metric's unit, null for none; alertFrom is the level
  from which on an alert is raised. Whoever names crit overrules the limit that
  the sensor or card itself names.

FILES
  DIR/nodes/ID.json   the last report of each node; it may be deleted, and comes
                      back with the next one
  DIR/alerts/ID.json  alerts, open and cleared; they may be deleted
  DIR/history.sqlite  the figures, with --history; it may be deleted while the hub is
                      stopped
  DIR/secret          the secret, readable by its owner alone
  DIR/quarantine/     what could not be read at the start

  Options stand above the environment, and that above these, in this order:
  .env, sentry_secret                     in the working directory
  the file of --config
  ~/.config/mata-sentry/hub.yaml
  /etc/mata-sentry/hub.yaml

EXIT STATUS
  0    asked to stop (SIGTERM, SIGINT, SIGHUP)
  1    failed; notify: a receiver did not take its message
  2    the command line is wrong
  78   a setting is wrong (environment or file)

EXAMPLES
  sentry-hub --data /var/lib/mata-sentry --allow 10.20.0.0/16
  printf 'Authorization: Bearer %s' "$(cat data/secret)" |
    curl -H @- http://127.0.0.1:3000/
`;

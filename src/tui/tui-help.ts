/** What `sentry-tui --help` prints. */
export const TUI_HELP = `sentry-tui - show the render farm live in the terminal

SYNOPSIS
  sentry-tui [--hub URL] [--columns NAME,...] [--bell] [--interval SECONDS]
             [--theme NAME] [--ascii] [--no-color] [--config FILE]
  sentry-tui --once | --json | --csv [--columns NAME,...] [--by TIME]
  sentry-tui --help | --version

DESCRIPTION
  Shows every node of the hub's farm: what it renders, how far it is, when it
  will be done, how hot and busy it is, and when it was last heard of. When the
  hub is away the rows stay, and age, until it is back.

  Without a terminal, as in a pipe, the table is printed anew at each change.

OPTIONS
  --hub URL           the hub, http://HOST:PORT (default http://127.0.0.1:3000)
  --once              print the farm as plain tables, and end
  --json              print the farm as JSON, and end
  --csv               print the nodes as CSV, and end
  --by TIME           with these: how likely each job is done by then, and with how
                      many more nodes it would be; 09:00, 2026-01-31 09:00 or +3h
  --columns NAME,...  the table's columns, in this order: node, state, job, progress,
                      percent, frames, eta, cpu, gpu, spark, trend, temp, ram, seen,
                      alerts, cpu-temp, vrm, gpu-temp, gpu-watts, gpu-limit, gpu-fan,
                      gpu-mem, root, docker, output, full-in, tags, version, host,
                      reason; or a set of them: default, or health, what may break
                      next. --once and --csv show these, too
  --bell              ring the terminal's bell for a new critical alert
  --interval SECONDS  least time between two paints of data (default 0.25); keys
                      are shown at once
  --theme NAME        colours; there is: default
  --ascii             only ASCII characters
  --no-color          no colours; what they say is said by signs, too
  --config FILE       settings in YAML, by the names above
  --help, --version   print this, or the version, and end

KEYS
  ? shows all of them. q quits, / filters, s sorts, f freezes, enter opens a
  node, esc goes back. In a node b asks whether its job is done by a time. F shows
  how the farm went, z goes through 5m, 30m, 2h, 24h and 7d. a shows the alerts,
  where e acknowledges, m mutes and x closes one; c chooses columns.

ENVIRONMENT
  SENTRY_SECRET       the hub's secret; the hub keeps it in its data directory,
                      in the file secret
  SERVER_HOST         host of the hub where --hub is not given
  SERVER_PORT         port of the hub where --hub is not given (default 3000)
  NO_COLOR, TERM, COLORTERM
                      what the terminal may and can colour

FILES
  Options stand above the environment, and that above these, in this order:
  .env, sentry_secret                     in the working directory
  the file of --config
  ~/.config/mata-sentry/tui.yaml
  /etc/mata-sentry/tui.yaml

EXIT STATUS
  0    done
  1    failed, as when --once finds no hub
  2    the command line is wrong
  78   a setting is wrong or the secret is missing

EXAMPLES
  SENTRY_SECRET=$(cat data/secret) sentry-tui
  sentry-tui --hub http://10.0.0.5:3000 --once
  sentry-tui --once --by 09:00
  sentry-tui --json | jq '.nodes[] | select(.state == "stalled") | .id'
`;

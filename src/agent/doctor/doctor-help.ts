/** What `sentry-agent doctor --help` prints. */
export const DOCTOR_HELP = `sentry-agent doctor - say what this machine can tell, what it cannot, and why

SYNOPSIS
  sentry-agent doctor [DIR...] [--hub URL] [--json]
  sentry-agent doctor --help | --version

DESCRIPTION
  Asks each collector what it would tell the hub, and prints one line for it:

  state      works   it tells its figures
             partly  it tells figures, and something is amiss
             absent  there is no such hardware or program here; no fault
             barred  it is there, but this user may not ask it; the reason
                     says what would help. No fault
             fails   it should work and does not
  collector  its name, as it stands in the problems of a node
  tells      which part of the machine it is about
  every      how often a running agent asks it
  a look     what one look takes by the clock. Of those that answer quickly the
             second look counts: the first one finds out what later ones know
  cpu        processor time of a look, with that of programs that were started
             for it and have ended; of nvidia-smi, which runs on, without it
  saw        what there was, in short

  Then it says how the rest stands that an agent needs: the hub, the directories
  to be watched, the system's limits, the kernel's log.

  Run it as the user that the agent runs as: what is barred to one user is open
  to another. Only this needs root, and the agent does without it: IPMI (the
  management controller and its fans), the health of drives, and on most systems
  the kernel's log with the error codes of NVIDIA cards.

  Nothing is changed on the machine, and nothing is reported to a hub.

OPTIONS
  DIR...             directories that an agent is to watch: can they be read,
                     and are they on a share?
  --hub URL          a hub to try, http://HOST:PORT: does it answer, is it of
                     the same version, does it take the secret? The secret comes
                     from SENTRY_SECRET or the files that the agent reads
  --json             one JSON object: {ok, collectors: [{name, part, tells,
                     state, why, periodSeconds, wallMillis, cpuMillis, saw}],
                     checks: [{name, state, message}]}
  --help, --version  print this, or the version, and end

ENVIRONMENT
  SENTRY_SECRET      the secret shared with the hub

EXIT STATUS
  0    nothing is broken: all that is not absent or barred works
  1    a collector that should work fails or has something amiss, the hub or its
       secret does not do, or a DIR cannot be read
  2    the command line is wrong

EXAMPLES
  sentry-agent doctor
  sudo -u render sentry-agent doctor --hub http://10.0.0.5:3000 /mnt/renders
  sentry-agent doctor --json | jq -r '.collectors[].why | values'
`;

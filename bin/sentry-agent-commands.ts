/** The commands of `sentry-agent` that need neither hub nor settings; each with arguments and a help of its own. */
import { EXIT } from '../src/shared/cli.ts';
import { VERSION } from '../src/shared/version.ts';
import { configSources } from './config-sources.ts';
import { printPieces, printWholly } from './print-wholly.ts';

/** `argv` is what follows the word `frames`. */
export async function runFramesCommand(argv: readonly string[]): Promise<void> {
  const { readFramesArguments } = await import('../src/agent/frames-arguments.ts');
  const args = readFramesArguments(argv);
  if (args.wants === 'help') {
    const { FRAMES_HELP } = await import('../src/agent/frames-help.ts');
    await printWholly(FRAMES_HELP);
  } else if (args.wants === 'version') await printWholly(`${VERSION}\n`);
  else {
    const { framesText } = await import('../src/agent/frames-command.ts');
    await printPieces(framesText(args, process.stdout.isTTY));
  }
}

/** `argv` is what follows the word `scan`. Ends the process: a call that hangs on a dead share would hold it. */
export async function runScanCommand(argv: readonly string[]): Promise<void> {
  const { readScanArguments } = await import('../src/agent/scan/scan-arguments.ts');
  const args = readScanArguments(argv);
  if (args.wants === 'help') {
    const { SCAN_HELP } = await import('../src/agent/scan/scan-help.ts');
    await printWholly(SCAN_HELP);
  } else if (args.wants === 'version') await printWholly(`${VERSION}\n`);
  else {
    const { runScan } = await import('../src/agent/scan/scan-command.ts');
    const { askOnTerminal, systemScanDeps } = await import('../src/agent/scan/scan-deps.ts');
    const { stdin, stdout, stderr } = process;
    const status = await runScan(
      args,
      systemScanDeps({
        print: async (text) => {
          if (!(await printPieces([text]))) process.exit(EXIT.done);
        },
        printError: (text) => void stderr.write(text),
        columns: stdout.isTTY ? stdout.columns : null,
        showsProgress: stderr.isTTY,
        ask: stdin.isTTY && stderr.isTTY ? askOnTerminal(stdin, stderr) : null,
      }),
    );
    process.exit(status);
  }
}

/** `argv` is what follows the word `doctor`. Ends the process: a call that hangs on a dead share would hold it. */
export async function runDoctorCommand(argv: readonly string[]): Promise<void> {
  const { readDoctorArguments } = await import('../src/agent/doctor/doctor-arguments.ts');
  const args = readDoctorArguments(argv);
  if (args.wants === 'help') {
    const { DOCTOR_HELP } = await import('../src/agent/doctor/doctor-help.ts');
    await printWholly(DOCTOR_HELP);
  } else if (args.wants === 'version') await printWholly(`${VERSION}\n`);
  else {
    const { runDoctor } = await import('../src/agent/doctor/doctor-command.ts');
    const { systemDoctorDeps } = await import('../src/agent/doctor/doctor-deps.ts');
    const { stdout, stderr } = process;
    const output = {
      print: printWholly,
      printError: (text: string) => void stderr.write(text),
      columns: stdout.isTTY ? stdout.columns : null,
      showsProgress: stderr.isTTY,
      environment: process.env,
      sources: (hub: string) => configSources('agent', { hub }, undefined),
    };
    process.exit(await runDoctor(args, systemDoctorDeps(output, args.directories)));
  }
}

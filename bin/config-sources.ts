import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import type { ConfigSources } from '../src/shared/config.ts';

/** This process's flags, environment and files, as the layers of a program's settings. */
export function configSources(
  program: ConfigSources['program'],
  flags: ConfigSources['flags'],
  configFile: string | undefined,
): ConfigSources {
  return {
    program,
    flags,
    configFile,
    environment: process.env,
    workingDirectory: process.cwd(),
    homeDirectory: homedir(),
    readText,
  };
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

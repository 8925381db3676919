import { CommanderError } from 'commander';
import { ConfigError } from '../errors.ts';
import { deploy } from './deploy.ts';
import { formats } from './formats.ts';
import { packageFor } from './package.ts';
import { parse } from './parse.ts';
import { dispatch, type Commands } from './program.ts';
import { EXIT } from './run-each.ts';
import { replay, ship } from './ship.ts';
import type { World } from './world.ts';

/** The command `logflume`: does what the words say, and gives the code that the process exits with. */
export async function main(argv: readonly string[], version: string, world: World): Promise<number> {
  try {
    const { out, err } = world;
    const commands: Commands = {
      ship: (typed) => ship(typed, world),
      replay: (typed) => replay(typed, world),
      parse: (typed) => parse(typed, world),
      formats: (options) => formats(options, world),
      deploy: (flags) => deploy(flags, version, world),
      package: (words) => packageFor(words, version, world),
    };
    return await dispatch(argv, commands, { version, out, err });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (error instanceof ConfigError) {
      world.err(error.problems.map((problem) => `logflume: ${problem}\n`).join(''));
      world.err('Try `logflume --help`.\n');
      return EXIT.usage;
    }
    // Not one of ours: a mistake of this program, for which a stack is the best help.
    world.err(`logflume: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return EXIT.failed;
  }
}

import { Command, Option } from 'commander';
import type { SettingName } from '../config-schema.ts';
import { settings, type Setting } from '../settings.ts';
import { addDeploy, type DeployFlags } from './deploy-command.ts';
import type { FormatsOptions } from './formats.ts';
import type { Invocation } from './invocation.ts';
import { addPackage, type PackageWords } from './package-words.ts';
import { sourcesAndProblems, withPairsApart } from './words.ts';

/** What does the work; gives the code to exit with. */
export interface Commands {
  readonly ship: (invocation: Invocation) => Promise<number>;
  readonly replay: (invocation: Invocation) => Promise<number>;
  readonly parse: (invocation: Invocation) => Promise<number>;
  readonly formats: (options: FormatsOptions) => Promise<number>;
  readonly deploy: (flags: DeployFlags) => Promise<number>;
  readonly package: (words: PackageWords) => Promise<number>;
}

/** The commands that read sources. */
type Reading = 'ship' | 'replay' | 'parse';

export interface Texts {
  readonly version: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Settings that `parse` has no use for: it sends nothing. */
const SENDING: readonly SettingName[] = [
  'to',
  'connections',
  'connectAttempts',
  'connectTimeoutMs',
  'writeTimeoutMs',
  'closeTimeoutMs',
  'delivery',
  'maxUnconfirmedBytes',
  'sendAttempts',
  'tlsCa',
  'tlsCert',
  'tlsKey',
  'tlsServername',
  'tlsMinVersion',
];
const USUAL: readonly SettingName[] = ['to', 'format', 'rename', 'fields', 'connections'];

/**
 * Takes the command line apart and hands it to a command. Throws CommanderError for help, the version, and a line that
 * cannot be taken apart; what can be wrong besides is in the invocation's `problems`, for all to be told at once.
 */
export async function dispatch(argv: readonly string[], commands: Commands, texts: Texts): Promise<number> {
  let code = 0;
  const program = new Command('logflume')
    .description('Ships log files, and shows what is in them, with every line accounted for.')
    .version(texts.version)
    .exitOverride()
    .configureOutput({
      writeOut: texts.out,
      writeErr: texts.err,
      outputError: (text, write) => write(text.replace(/^error:/, 'logflume:')),
    })
    .showHelpAfterError('Try `logflume --help`.')
    .addHelpText('after', OVERVIEW);
  const words = withPairsApart(argv);
  const add = (name: Reading, summary: string, known: readonly Flagged[], help: string): void => {
    const command = program
      .command(`${name} [source...]`)
      .summary(summary)
      .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.\n\n${SOURCES}`)
      .usage('<source...> [flags]')
      .allowUnknownOption()
      .addHelpText('after', help);
    for (const setting of known) command.addOption(optionOf(setting, name));
    command.option('--endpoint-url <url>', 'an S3 other than that of AWS');
    const resume = new Option(
      '--resume <checkpoint>',
      'goes on where a run was stopped: its summary, or a file of such',
    );
    // Dead letters have no checkpoint.
    if (name !== 'replay') command.addOption(repeatable(resume));
    command.action(async (sources: readonly string[], options: Readonly<Record<string, unknown>>) => {
      const flags = [...known.map(({ flag }) => flag), '--endpoint-url', '--resume', '--help'];
      const { endpointUrl, resume } = options;
      code = await commands[name]({
        ...sourcesAndProblems(sources, words, flags),
        flags: flagsOf(known, options),
        endpointUrl: typeof endpointUrl === 'string' ? endpointUrl : undefined,
        resume: isTexts(resume) ? resume : [],
      });
    });
  };
  const flagged = settings.filter(hasFlag);
  add('ship', 'send each line as JSON to a TCP collector', flagged, SHIP);
  add('replay', 'send dead letters to a TCP collector', flagged, REPLAY);
  const shown = flagged.filter(({ name }) => !SENDING.includes(name));
  add('parse', 'print each line as JSON', shown, PARSE);
  program
    .command('formats [name]')
    .summary('list what --format takes, or the columns of one format')
    .description('Lists all formats with their columns, or tells the columns, their types and their places of one.')
    .option('--json', 'as JSON, one line a format')
    .addHelpText('after', FORMATS)
    .action(async (name: string | undefined, { json }: { readonly json?: boolean }) => {
      code = await commands.formats({ name, json: json === true });
    });
  addDeploy(program, async (flags) => void (code = await commands.deploy(flags)));
  addPackage(program, async (words) => {
    code = await commands.package(words);
  });
  await program.parseAsync([...words], { from: 'user' });
  return code;
}

/** A setting that the command line knows. */
type Flagged = Setting & { readonly flag: string };

function hasFlag(setting: Setting): setting is Flagged {
  return setting.flag !== undefined;
}

function optionOf({ name, flag, takes, about, preset }: Flagged, command: Reading): Option {
  const shown = command === 'parse' && name === 'eventId' ? 'off' : preset;
  const option = new Option(`${flag} <${takes}>`, shown === undefined ? about : `${about} (default: ${shown})`);
  return repeatable(option).helpGroup(USUAL.includes(name) ? 'Flags:' : 'Finer flags:');
}

/** Takes all that is given, in order. */
function repeatable(option: Option): Option {
  return option.argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]);
}

function flagsOf(known: readonly Flagged[], options: Readonly<Record<string, unknown>>): Invocation['flags'] {
  return Object.fromEntries(
    known.flatMap((setting) => {
      const given = options[optionOf(setting, 'ship').attributeName()];
      return isTexts(given) ? [[setting.name, given]] : [];
    }),
  );
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

const SOURCES = `A source is s3://bucket/key, a path, or - for standard input. It may be compressed with gzip.
AWS variables such as AWS_PROFILE and AWS_REGION apply.`;

const OVERVIEW = `
Examples:
  logflume parse access.log.gz | head -1
  logflume formats alb
  logflume ship s3://my-logs/AWSLogs/elb.log.gz --to tcp://logs.internal:5170 --set environment=production

Exit codes: 0 done, 1 failed, 2 wrong use or configuration, 130 interrupted (143 by SIGTERM), 141 nobody reads the output.
Every flag has a variable, such as LOGFLUME_TO for --to; flags win.`;

const SHIP = `
Prints one line of JSON for each source: its summary. Sources are read one after the other; one that fails
does not keep the next from being read. Interrupted once, it delivers what was read; twice, it gives up.
The summary of a run that did not come to its end says where to go on; --resume takes it.

Examples:
  logflume ship access.log --to tcp://127.0.0.1:5170
  logflume ship s3://my-logs/a.log.gz s3://my-logs/b.log --to tcp://logs.internal:5170 --format elb \\
    --rename elb_status_code=status --set environment=production,application=shop
  zcat *.gz | logflume ship - --to tcp://[::1]:5170 --connections 1
  logflume ship big.log.gz --to tcp://logs.internal:5170 > summary.json
  logflume ship --resume summary.json --to tcp://logs.internal:5170`;

const REPLAY = `
Sources are dead letters, as --dead-letter keeps them. A record that could not be sent goes out as it is; a line that
was rejected is parsed again. Event ids are those of the first time.

Examples:
  logflume replay s3://my-letters/2026-03-14/a.dead-letters.jsonl --to tcp://logs.internal:5170
  logflume replay letters.jsonl --to tcp://127.0.0.1:5170 --dead-letter again.jsonl`;

const PARSE = `
Prints one line of JSON for every line that is not skipped, in order. A line that does not parse comes as
{"message": "<the line>", "tags": ["_parsefailure"], "error": "<why>"}.

Examples:
  logflume parse access.log.gz | head -1
  logflume parse s3://my-logs/a.log.gz --format elb --rename elb_status_code=status > a.json`;

const FORMATS = `
A name may also be a file that holds a format of your own, such as ./my-format.js.

Examples:
  logflume formats
  logflume formats alb
  logflume formats --json | jq -r .name`;

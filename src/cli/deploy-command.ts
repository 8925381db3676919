import type { Command } from 'commander';

/** The flags of `deploy` as they were typed. */
export interface DeployFlags {
  readonly function?: string;
  readonly environment?: string;
  readonly component?: string;
  readonly zip?: string;
  readonly publish?: boolean;
  readonly alias?: string;
  readonly dryRun?: boolean;
  readonly timeoutMs?: string;
  readonly endpointUrl?: string;
}

/** Adds `logflume deploy` to the program. */
export function addDeploy(program: Command, act: (flags: DeployFlags) => Promise<void>): void {
  program
    .command('deploy')
    .summary('give a Lambda function the code of a package')
    .description(ABOUT)
    .option('--function <name>', 'the function, by its name or ARN')
    .option('--environment <name>', 'with --component: the function <environment>-<component>')
    .option('--component <name>', 'see --environment')
    .option('--zip <file>', 'the package (default: dist/logflume-lambda-<version>.zip)')
    .option('--publish', 'publishes a version, described by the version of the package')
    .option('--alias <name>', 'moves it to that version, or makes it; publishes, too')
    .option('--dry-run', 'changes nothing, and tells what would change')
    .option('--timeout-ms <ms>', 'how long to wait for the function, all in all (default: 300000)')
    .option('--endpoint-url <url>', 'a Lambda other than that of AWS')
    .addHelpText('after', EXAMPLES)
    .action(act);
}

const ABOUT = `Gives a Lambda function that exists the code of a package, as \`logflume package\` builds it, and waits until it runs
it. AWS variables such as AWS_PROFILE and AWS_REGION apply.`;

const EXAMPLES = `
Prints one line of JSON: the code before and after, the version, the alias. What is done on the way goes to the standard error.
A package without a version in its package.json is refused. Where somebody else changes the function at the same time, it
waits, or fails; it does not overwrite.

Examples:
  logflume deploy --function production-elb-logs --dry-run
  logflume deploy --environment production --component elb-logs --alias live
  logflume deploy --function staging-elb-logs --zip my-handler-1.4.0.zip --publish`;

import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { LogShipper, type LogShipperProps } from '../lib/index.ts';

/** What CDK would do with mistakes in a template is to warn; here they are errors. */
export const STRICT = { context: { '@aws-cdk/core:validateAgainstDefaultRules': true } };

export const code = Code.fromInline('exports.handler = async () => {};');

/** A stack of the props that have to be given, and these, before it is synthesised. */
export function stackWith(props: (stack: Stack) => Partial<LogShipperProps> = () => ({})): Stack {
  const stack = new Stack(new App(STRICT), 'Logs');
  new LogShipper(stack, 'Shop', {
    environment: 'production',
    component: 'shop-logs',
    code,
    to: 'tcp://logs.internal:5170',
    ...props(stack),
  });
  return stack;
}

export function templateWith(props?: (stack: Stack) => Partial<LogShipperProps>): Template {
  return Template.fromStack(stackWith(props));
}

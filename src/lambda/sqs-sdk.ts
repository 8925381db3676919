/** The part of the AWS SDK that is used here: of a module that is loaded whole with `import()`, a bundler leaves nothing out. */
export { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

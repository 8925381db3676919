import { FlumeError } from '../errors.ts';

/** Thrown when a deployment fails, or is given up; what it had done until then stands in the message. */
export class DeployError extends FlumeError {
  constructor(message: string, options: { readonly cause?: unknown; readonly retryable?: boolean } = {}) {
    super(message, { ...options, code: 'ERR_DEPLOY' });
  }
}

import { config } from 'chai';
import { scribble } from '../../src/kernel/memory.ts';

// The SDK warns once a process on Node 20, which this project supports.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// What was expected and what came are told whole.
config.truncateThreshold = 0;

// Whoever reads memory that was given back reads rubbish.
scribble();

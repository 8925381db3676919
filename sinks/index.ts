export { file, type FileSinkOptions } from './file.ts';
export { memory, type MemorySink } from './memory.ts';
export { stdout } from './stdout.ts';
export { tcp, type TcpOptions, type TlsOptions } from './tcp.ts';

/** `npm run kernels`: compiles src/kernel/assembly/ to WebAssembly, and writes it to src/kernel/module.ts where it changed. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MOST_BYTES = 16 << 10;

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = 'src/kernel/assembly';
const target = join(root, 'src/kernel/module.ts');
const options = ['-O3', '--converge', '--runtime', 'stub', '--enable', 'simd', '--noAssert', '--use', 'abort='];
// Pages of 64 KiB. What is really taken is bounded by the arena.
const memory = ['--initialMemory', '1', '--maximumMemory', '1024'];
const command = [`${folder}/index.ts`, ...options, ...memory];

const digest = createHash('sha256').update(JSON.stringify(command));
for (const name of readdirSync(join(root, folder)).sort()) digest.update(readFileSync(join(root, folder, name)));
const mark = `// ${digest.digest('hex')}\n`;

if (!existsSync(target) || !readFileSync(target, 'utf8').startsWith(mark)) {
  const module = compiled();
  if (module.length > MOST_BYTES) {
    throw new Error(`the kernels take ${module.length} bytes, at most ${MOST_BYTES} are wanted`);
  }
  const docs = '/** The kernels, compiled from assembly/ by `npm run kernels`. */';
  writeFileSync(target, `${mark}${docs}\nexport const MODULE =\n  '${module.toString('base64')}';\n`);
  console.log(`kernels: ${module.length} bytes of WebAssembly`);
}

function compiled(): Buffer {
  const scratch = mkdtempSync(join(tmpdir(), 'kernels-'));
  try {
    const asc = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
    const file = join(scratch, 'kernels.wasm');
    execFileSync(process.execPath, [asc, ...command, '--outFile', file], { cwd: root, stdio: 'inherit' });
    return readFileSync(file);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

// Runs beside an installed logflume: imports every path that it exports, ships a line, and starts the command.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { deepStrictEqual, ok } from 'node:assert';

const installed = 'node_modules/logflume';
const { exports, version, bin } = JSON.parse(readFileSync(`${installed}/package.json`, 'utf8'));

for (const path of Object.keys(exports)) {
  const name = `logflume${path.slice(1)}`;
  const names = Object.keys(await import(name));
  ok(names.length > 0, `${name} exports nothing`);
  ok(readFileSync(`${installed}/${exports[path].replace(/\.js$/, '.d.ts')}`, 'utf8').length > 0);
  console.log(`${name}: ${names.length} names`);
}

const { file, flow, gunzip, memory, parse, elb, splitLines, timestamp } = await import('logflume');
const line =
  '2026-03-14T09:00:00.012345Z shop 192.0.2.1:1024 10.0.0.1:8080 0.000020 0.001 0.000030 200 200 0 57 ' +
  '"GET http://shop.example:80/ HTTP/1.1" "curl/8.5.0" - -';
writeFileSync('one.log', line);
const sink = memory();
const { lines } = await flow(gunzip(), splitLines(), parse(elb), timestamp()).to(sink).run(file('one.log'));
deepStrictEqual(lines, { encountered: 1, parsed: 1, skipped: 0, sent: 1 });
deepStrictEqual(sink.records[0]['@timestamp'], '2026-03-14T09:00:00.012345Z');
console.log('a flow: 1 line');

const command = `${installed}/${bin.logflume}`;
const told = execFileSync(process.execPath, [command, '--version'], { encoding: 'utf8' }).trim();
deepStrictEqual(told, version);
execFileSync('node_modules/.bin/logflume', ['--version']);
console.log(`the command: ${told}`);

// esbuild is not installed with it: who packages a function installs it.
const packaging = spawnSync(process.execPath, [command, 'package'], { encoding: 'utf8' });
deepStrictEqual(packaging.status, 2);
ok(packaging.stderr.includes('`npm install --save-dev esbuild`'), packaging.stderr);
console.log('the command: says what packaging needs');

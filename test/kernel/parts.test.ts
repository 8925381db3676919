import { expect } from 'chai';
import { address, request } from '../../transforms/formats/columns.ts';
import { delimited } from '../../transforms/formats/delimited.ts';
import { jsonOf, table } from '../helpers/grammar.ts';

const client = delimited({ name: 'client', columns: [address('client')] });
const asked = delimited({ name: 'asked', columns: [request('request')] });

describe('cells that are taken apart', () => {
  describe('rule 8: addresses', () => {
    table(client, [
      ['parts address and port', '192.168.131.39:2817', { client_ip: '192.168.131.39', client_port: 2817 }],
      [
        'parts IPv6 in brackets, and takes them off',
        '[2001:db8::1]:443',
        { client_ip: '2001:db8::1', client_port: 443 },
      ],
      [
        'parts IPv6 without brackets at the last colon',
        '2001:db8::1:443',
        { client_ip: '2001:db8::1', client_port: 443 },
      ],
      ['takes brackets off where there is no port', '[2001:db8::1]', { client_ip: '2001:db8::1' }],
      ['keeps an address without a port', '192.168.131.39', { client_ip: '192.168.131.39' }],
      ['leaves a lone - out, and gives no port', '-', {}],
      ['keeps a colon at the end', '1.2.3.4:', { client_ip: '1.2.3.4:' }],
      [
        'keeps an ARN whole',
        'arn:aws:lambda:us-east-2:123456789012:function:mine',
        { client_ip: 'arn:aws:lambda:us-east-2:123456789012:function:mine' },
      ],
      ['takes no port that is not all digits', '1.2.3.4:80a', { client_ip: '1.2.3.4:80a' }],
      ['writes a port with a leading zero as a string', '1.2.3.4:080', { client_ip: '1.2.3.4', client_port: '080' }],
      ['takes only digits, without a colon, for an address', '8080', { client_ip: '8080' }],
      ['keeps a bracket that has no partner', '[::1:80', { client_ip: '[::1', client_port: 80 }],
      ['takes the quotes off first', '"1.2.3.4:80"', { client_ip: '1.2.3.4', client_port: 80 }],
      ['takes [] for an empty address', '[]:80', { client_ip: '', client_port: 80 }],
    ]);
    it('writes null for the address alone where it is - and null is asked for', () => {
      expect(jsonOf(client, '-', 'null')).to.equal('{"client_ip":null}');
    });
  });

  describe('rule 8: requests', () => {
    const parts = (verb: string, url: string, proto: string): unknown => ({
      request_verb: verb,
      request_url: url,
      request_proto: proto,
    });
    table(asked, [
      ['parts verb, URL and version', '"GET http://x:80/ HTTP/1.1"', parts('GET', 'http://x:80/', 'HTTP/1.1')],
      ['keeps spaces in the URL', '"GET /a b  c HTTP/1.1"', parts('GET', '/a b  c', 'HTTP/1.1')],
      ['trims a space after the version', '"GET / HTTP/1.0 "', parts('GET', '/', 'HTTP/1.0')],
      ['takes - for the version', '"GET / -"', { request_verb: 'GET', request_url: '/' }],
      [
        'reads a version that is glued to the URL as a part of it',
        '"- http://host:80- -"',
        { request_url: 'http://host:80-' },
      ],
      ['reads the same with a trailing space', '"- http://host:80- - "', { request_url: 'http://host:80-' }],
      ['gives nothing for a TCP listener', '"- - - "', {}],
      ['takes any verb', '"SSTP_DUPLEX_POST /sra/ HTTP/1.1"', parts('SSTP_DUPLEX_POST', '/sra/', 'HTTP/1.1')],
      ['takes a verb that looks like an option', '"--location / HTTP/1.1"', parts('--location', '/', 'HTTP/1.1')],
      [
        'takes the rest for the URL where there is no version',
        '"GET /a b"',
        { request_verb: 'GET', request_url: '/a b' },
      ],
      [
        'takes no version with other characters',
        '"GET / HTTP/1.1;"',
        { request_verb: 'GET', request_url: '/ HTTP/1.1;' },
      ],
      ['takes no version without digits', '"GET / HTTP/"', { request_verb: 'GET', request_url: '/ HTTP/' }],
      ['takes no version without letters', '"GET / /1.1"', { request_verb: 'GET', request_url: '/ /1.1' }],
      ['takes other protocols for a version', '"GET / h/2"', parts('GET', '/', 'h/2')],
      [
        'leaves the URL out where there is only verb and version',
        '"GET HTTP/1.1"',
        { request_verb: 'GET', request_proto: 'HTTP/1.1' },
      ],
      ['keeps a request whole that has no space', '"GET"', { request: 'GET' }],
      ['keeps an empty request whole', '""', { request: '' }],
      ['leaves "-" out', '"-"', {}],
      ['takes the verb to be empty where a space comes first', '" / HTTP/1.1"', parts('', '/', 'HTTP/1.1')],
      ['keeps an escaped quote in the URL', '"GET /\\"a\\" HTTP/1.1"', parts('GET', '/\\"a\\"', 'HTTP/1.1')],
      ['keeps hexadecimal escapes', '"GET /\\x22 HTTP/1.1"', parts('GET', '/\\x22', 'HTTP/1.1')],
    ]);
  });
});

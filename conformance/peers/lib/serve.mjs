// What each wrapper in JavaScript stands on: a server on 127.0.0.1:$PORT that hands a whole request to the library.
import { readFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { createRequire } from 'node:module';

export const scheme = process.env.SCHEME;
export const secret = process.env.SECRET_FILE && readFileSync(process.env.SECRET_FILE, 'utf8').trim();

export function listen(server) {
  server.listen(Number(process.env.PORT), '127.0.0.1');
}

/** verify gets a POST with its body as bytes: true is answered 200, false 400, what it throws 500. */
export function serve(verify) {
  listen(createServer(async (request, response) => {
    const answer = (status) => response.writeHead(status).end();
    try {
      const parts = [];
      for await (const part of request) parts.push(part);
      if (request.method !== 'POST') return answer(405);
      request.body = Buffer.concat(parts);
      answer(await verify(request) ? 200 : 400);
    } catch (unexpected) {
      console.error(unexpected.name, unexpected.message);
      answer(500);
    }
  }));
}

/** From now on each https.get asks $CERTIFICATES for what that URL would bring. */
export function replaceCertificateFetches() {
  createRequire(import.meta.url)('node:https').get = (url, options, callback) =>
    get(`${process.env.CERTIFICATES}/?url=${encodeURIComponent(url)}`, typeof options === 'function' ? options : callback);
}

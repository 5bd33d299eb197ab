import { createServer } from 'node:http';
import { createNodeMiddleware, Webhooks } from '@octokit/webhooks';
import { listen, secret } from './serve.mjs';

// Its own middleware answers: ok, or the status of the error. Its log would hold what was sent.
const log = { debug() {}, info() {}, warn() {}, error() {} };
const middleware = createNodeMiddleware(new Webhooks({ secret, log }), { path: '/', log });
listen(createServer((request, response) => {
  middleware(request, response).catch(() => response.writeHead(500).end());
}));

import { createServer } from 'node:http';
import { createNodeMiddleware, Webhooks } from '@octokit/webhooks';
import { listen, secret } from './serve.mjs';

// Its own middleware answers: ok, or the status of the error. Its log would hold what was sent.
const log = { debug() {}, info() {}, warn() {}, error() {} };
listen(createServer(createNodeMiddleware(new Webhooks({ secret, log }), { path: '/', log })));

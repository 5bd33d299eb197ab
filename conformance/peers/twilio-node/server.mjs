import { createServer } from 'node:http';
import express from 'express';
import twilio from 'twilio';
import { listen, secret } from './serve.mjs';

// Its own middleware for Express, with the parsers that its documentation names; rawBody is what it hashes for JSON.
const keep = (request, response, bytes) => { request.rawBody = bytes.toString(); };
const app = express();
app.post('/', express.urlencoded({ extended: false, limit: '10mb', verify: keep }), express.json({ limit: '10mb', verify: keep }),
  twilio.webhook(secret), (request, response) => response.status(200).end());
app.use((unexpected, request, response, next) => response.status(unexpected.status ?? 500).end());
listen(createServer(app));

// A door as a small function has it: the request becomes a message of SQS, then the sender is answered.
// Usage: node node_door.mjs ENDPOINT QUEUE-URL
import http from 'node:http';

const [endpoint, queue] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

function send(message, done) {
  const call = http.request(endpoint, {
    method: 'POST',
    agent,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.SendMessage',
      'content-length': Buffer.byteLength(message),
    },
  }, (answer) => answer.resume().on('end', () => done(answer.statusCode)));
  call.on('error', () => done(503));
  call.end(message);
}

const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = JSON.stringify({ headers: request.headers, body: Buffer.concat(parts).toString('base64') });
    send(JSON.stringify({ QueueUrl: queue, MessageBody: body }), (status) => {
      response.writeHead(status === 200 ? 200 : 503, { 'content-length': 0 });
      response.end();
    });
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.error(`ready on ${server.address().port}`));

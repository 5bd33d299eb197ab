// The usual worker: ten messages at a time, one after the other; verifies, writes a file, deletes the message.
// Usage: node node_loop.mjs ENDPOINT QUEUE-URL FOLDER SECRET
import { createHmac, timingSafeEqual } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const [endpoint, queue, folder, secret] = process.argv.slice(2);

async function sqs(action, body) {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
    body: JSON.stringify({ QueueUrl: queue, ...body }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${action}: ${text}`);
  return text ? JSON.parse(text) : {};
}

console.error('ready');
for (;;) {
  const { Messages = [] } = await sqs('ReceiveMessage', { MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
  for (const message of Messages) {
    const { headers, body } = JSON.parse(message.Body);
    const bytes = Buffer.from(body, 'base64');
    const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`);
    const given = Buffer.from(headers['x-hub-signature-256'] ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected)) {
      await writeFile(join(folder, headers['x-github-delivery']), bytes);
    }
    await sqs('DeleteMessage', { ReceiptHandle: message.ReceiptHandle });
  }
}

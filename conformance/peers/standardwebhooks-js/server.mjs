import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { secret, serve } from './serve.mjs';

const webhook = new Webhook(secret);
serve(({ body, headers }) => {
  try {
    webhook.verify(body, headers, { jsonParse: false });
    return true;
  } catch (refused) {
    if (refused instanceof WebhookVerificationError) return false;
    throw refused;
  }
});

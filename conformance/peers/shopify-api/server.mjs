import '@shopify/shopify-api/adapters/node';
import { shopifyApi } from '@shopify/shopify-api';
import { secret, serve } from './serve.mjs';

const shopify = shopifyApi({
  apiKey: 'unused', apiSecretKey: secret, hostName: 'localhost', apiVersion: '2026-01', isEmbeddedApp: false, logger: { log: () => {} },
});
serve(async (request) => {
  const { valid } = await shopify.webhooks.validate({ rawBody: request.body.toString(), rawRequest: request });
  return valid;
});

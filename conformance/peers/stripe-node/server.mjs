import Stripe from 'stripe';
import { secret, serve } from './serve.mjs';

const { signature } = new Stripe('sk_test_unused').webhooks;
serve(({ body, headers }) => {
  try {
    return signature.verifyHeader(body, headers['stripe-signature'], secret, 300);
  } catch (refused) {
    if (refused instanceof Stripe.errors.StripeSignatureVerificationError) return false;
    throw refused;
  }
});

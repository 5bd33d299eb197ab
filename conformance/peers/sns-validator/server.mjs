import MessageValidator from 'sns-validator';
import { replaceCertificateFetches, serve } from './serve.mjs';

replaceCertificateFetches();
const validator = new MessageValidator();
serve(({ body }) => new Promise((resolve) => {
  validator.validate(body.toString(), (refused) => resolve(!refused));
}));

import Validator from 'sns-payload-validator';
import { replaceCertificateFetches, serve } from './serve.mjs';

replaceCertificateFetches();
const validator = new Validator();
// Its documentation: validate rejects with an error if the payload is not valid.
serve(({ body }) => new Promise((resolve) => {
  validator.validate(body.toString(), (refused) => resolve(!refused));
}));

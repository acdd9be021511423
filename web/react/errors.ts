export { describeError, type ErrorDescription } from '../sdk/errors';

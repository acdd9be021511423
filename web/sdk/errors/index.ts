export { connectionRetryMs, type ErrorAction, rateLimitWaitMs } from './advice';
export { describeError, type ErrorDescription } from './describe-error';

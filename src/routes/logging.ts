import { configureSync, getConsoleSink, getJsonLinesFormatter } from '@logtape/logtape';

/** Sends every log record to the console as one line of JSON, where the platform's observability reads it. */
export function configureLogging(): void {
  configureSync({
    sinks: { console: getConsoleSink({ formatter: getJsonLinesFormatter({ properties: 'flatten' }) }) },
    loggers: [
      { category: 'triptrip', sinks: ['console'], lowestLevel: 'info' },
      { category: ['logtape', 'meta'], sinks: ['console'], lowestLevel: 'warning' },
    ],
    // The module may be evaluated again in the same isolate, when a source changes during development.
    reset: true,
  });
}

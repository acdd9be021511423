import ICAL from 'ical.js';

/** A property as jCal (RFC 7265) has it: its name in lower case, parameters, the type of its values, the values. */
export type JcalProperty = readonly [
  name: string,
  parameters: Readonly<Record<string, string>>,
  type: string,
  ...values: readonly unknown[],
];

/** A component: its name in lower case, its properties, the components in it. */
export type JcalComponent = readonly [name: string, properties: readonly JcalProperty[], components: readonly JcalComponent[]];

/** A component as text, in lines of at most 75 octets. */
export function writeComponent(component: JcalComponent): string {
  return `${ICAL.stringify(component as unknown as unknown[])}\r\n`;
}

/**
 * The one component of a text.
 * @throws Error of the library when it is none: its messages name the line.
 */
export function parseComponent(text: string): JcalComponent {
  return ICAL.parse(text) as unknown as JcalComponent;
}

/** A property of texts. */
export function textProperty(name: string, ...values: readonly string[]): JcalProperty {
  return [name, {}, 'text', ...values.map(plainText)];
}

/** The same under a name that the library does not know: it would say that it is a text, which older programs stumble over. */
export function foreignProperty(name: string, value: string): JcalProperty {
  return [
    name,
    {},
    'unknown',
    plainText(value)
      .replaceAll(/[\\;,]/g, '\\$&')
      .replaceAll('\n', '\\n'),
  ];
}

/** A text without what would end a line, or may not stand in a file at all. */
export function plainText(value: string): string {
  return value.replaceAll(/\r\n?/g, '\n').replaceAll(/[^\P{Cc}\t\n]/gu, '');
}

export function propertiesOf([, properties]: JcalComponent, name: string): readonly JcalProperty[] {
  return properties.filter(([found]) => found === name);
}

/** The first value of a property; null where there is none, or it is no text. */
export function textOf(component: JcalComponent, name: string): string | null {
  const value = propertiesOf(component, name)[0]?.[3];
  return typeof value === 'string' ? value : null;
}

import { describe, expect, it } from '@jest/globals';
import { type CannedValues, firstNameOf, renderCanned, unknownVariables } from './canned-variables.js';

const VALUES: CannedValues = {
  'customer.name': 'Айгуль Сатпаева',
  'customer.firstName': 'Айгуль',
  'customer.phone': null,
  'operator.name': 'Анна',
  'channel.name': 'Demo shop',
};

describe('renderCanned', () => {
  it.each([
    ['no variable', 'Здравствуйте!', 'Здравствуйте!', []],
    ['a variable', 'Здравствуйте, {{customer.firstName}}!', 'Здравствуйте, Айгуль!', []],
    ['spaces inside', '{{ operator.name }} из {{channel.name}}', 'Анна из Demo shop', []],
    ['a default that is not needed', '{{customer.name|друг}}', 'Айгуль Сатпаева', []],
    ['a default', 'Звоню на {{customer.phone|ваш номер}}.', 'Звоню на ваш номер.', []],
    ['an empty default', '[{{customer.phone|}}]', '[]', []],
    ['a bar in a default', '{{customer.phone|a|b}}', 'a|b', []],
    ['no value and no default', '{{customer.phone}}, {{customer.phone}}', ', ', ['customer.phone']],
    ['two braces to be read', '{{{{customer.name}}', '{{customer.name}}', []],
    ['single braces', '{a} }} {', '{a} }} {', []],
    ['a dollar sign', '$& $1 {{operator.name}}', '$& $1 Анна', []],
    ['what was kept before a variable was dropped', '{{customer.age}} {{', '{{customer.age}} {{', []],
  ])('of %s', (_, text, expected, missing) => {
    expect(renderCanned(text, VALUES)).toEqual({ text: expected, missing });
  });

  it.each(['{{operator.name}}', '{{{{', '$&', "$'", '<b>'])('puts a name such as %j in as it is', (name) => {
    const values = { ...VALUES, 'customer.name': name };
    expect(renderCanned('a{{customer.name}}b{{operator.name}}', values).text).toBe(`a${name}bАнна`);
  });
});

describe('unknownVariables', () => {
  it.each([
    ['{{customer.name}} {{operator.name|x}} {{{{ }} {', []],
    ['{{customer.age}} {{customer.age}}', ['{{customer.age}}']],
    ['{{Customer.Name}}', ['{{Customer.Name}}']],
    ['{{}} {{|друг}}', ['{{}}', '{{|друг}}']],
    ['{{customer.name', ['{{']],
    ['{{customer.name|{x}}}', ['{{']],
    ['{{__proto__}} {{constructor}}', ['{{__proto__}}', '{{constructor}}']],
  ])('of %j', (text, expected) => {
    expect(unknownVariables(text)).toEqual(expected);
  });

  it('reads the longest text of nothing but braces at once', () => {
    expect(unknownVariables('{'.repeat(4096))).toEqual([]);
    expect(unknownVariables('{{a'.repeat(1365))).toEqual(['{{']);
  });
});

describe('firstNameOf', () => {
  it.each([
    ['Айгуль Сатпаева', 'Айгуль'],
    ['  Анна-Мария  К.', 'Анна-Мария'],
    ['Ерлан', 'Ерлан'],
    ['Айгуль, салон на Абая', 'Айгуль'],
    ["O'Brien", "O'Brien"],
    ['🌸', null],
    [null, null],
  ])('%j is %j', (name, expected) => {
    expect(firstNameOf(name)).toBe(expected);
  });
});

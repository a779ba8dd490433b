import {isDeepStrictEqual} from 'node:util'

import {RE2JS} from 're2js'

import type {Value} from '../document.js'
import {ExpressionError} from './expression-error.js'
import {goFormat, goType} from './go-values.js'

type Operation<Operand> = (left: Operand, right: Operand) => Value
type Attempt = (left: Value, right: Value) => Value | undefined

/** An operator tries its operands as they are, then converted. */
const infix: Readonly<Record<string, readonly Attempt[]>> = {
  ...compared('==', (a, b) => a === b, isDeepStrictEqual),
  ...compared(
    '!=',
    (a, b) => a !== b,
    (a, b) => !isDeepStrictEqual(a, b),
  ),
  ...ordered('>', (a, b) => a > b),
  ...ordered('>=', (a, b) => a >= b),
  ...ordered('<', (a, b) => a < b),
  ...ordered('<=', (a, b) => a <= b),
  '+': numbersElseStrings(
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  '&&': [converted(toBoolean, (a, b) => a && b)],
  '||': [converted(toBoolean, (a, b) => a || b)],
  '=~': [converted(toText, matches)],
  '!~': [converted(toText, (a, b) => !matches(a, b))],
  '-': [converted(toNumber, (a, b) => a - b)],
  '*': [converted(toNumber, (a, b) => a * b)],
  '/': [converted(toNumber, (a, b) => a / b)],
  '%': [converted(toNumber, (a, b) => a % b)],
  '**': [converted(toNumber, (a, b) => a ** b)],
  '^': [onIntegers((a, b) => a ^ b)],
  '&': [onIntegers((a, b) => a & b)],
  '|': [onIntegers((a, b) => a | b)],
  '<<': [onIntegers((a, b) => a << b)],
  '>>': [onIntegers((a, b) => a >> b)],
}

export function applyInfix(operator: string, left: Value, right: Value): Value {
  for (const attempt of infix[operator]!) {
    const value = attempt(left, right)
    if (value !== undefined) return value
  }
  throw new ExpressionError(`operands of types ${goType(left)} and ${goType(right)} are not supported`)
}

/** The value of `left OPERATOR anything`, where the left side alone decides it. */
export function shortCircuit(operator: string, left: Value): boolean | undefined {
  const decided = operator === '||' ? true : operator === '&&' ? false : undefined
  return decided !== undefined && toBoolean(left) === decided ? decided : undefined
}

export function applyPrefix(operator: string, operand: Value): Value {
  const value = operator === '!' ? toBoolean(operand) : toNumber(operand)
  if (value === undefined) throw new ExpressionError(`operand of type ${goType(operand)} is not supported`)
  if (typeof value === 'boolean') return !value
  return operator === '-' ? -value : Number(BigInt.asIntN(64, ~toInteger(value)))
}

function compared(name: string, same: Operation<unknown>, deep: Operation<Value>): Record<string, Attempt[]> {
  return {
    [name]: [
      bothAre('number', same),
      bothAre('boolean', same),
      converted(toNumber, same),
      converted(toBoolean, same),
      deep,
    ],
  }
}

function ordered(
  name: string,
  compare: (a: number | string, b: number | string) => boolean,
): Record<string, Attempt[]> {
  return {[name]: numbersElseStrings(compare, compare)}
}

function numbersElseStrings(numbers: Operation<number>, strings: Operation<string>): Attempt[] {
  return [
    bothAre('number', numbers),
    bothAre('string', strings),
    converted(toNumber, numbers),
    converted(toText, strings),
  ]
}

function bothAre<Operand>(type: 'number' | 'string' | 'boolean', operation: Operation<Operand>): Attempt {
  return (left, right) =>
    typeof left === type && typeof right === type ? operation(left as Operand, right as Operand) : undefined
}

function converted<Operand>(convert: (value: Value) => Operand | undefined, operation: Operation<Operand>): Attempt {
  return (left, right) => {
    const [a, b] = [convert(left), convert(right)]
    return a === undefined || b === undefined ? undefined : operation(a, b)
  }
}

function onIntegers(operation: (a: bigint, b: bigint) => bigint): Attempt {
  return converted(toNumber, (a, b) => Number(BigInt.asIntN(64, operation(toInteger(a), toInteger(b)))))
}

/** As Go on amd64: a number that does not fit into 64 bits, infinity or NaN becomes the smallest integer. */
function toInteger(value: number): bigint {
  const fits = value >= -(2 ** 63) && value < 2 ** 63
  return fits ? BigInt(Math.trunc(value)) : -(2n ** 63n)
}

/** Uses RE2, as relay-core does: it takes linear time for any pattern. */
function matches(text: string, pattern: string): boolean {
  try {
    return RE2JS.compile(pattern).matcher(text).find()
  } catch {
    throw new ExpressionError(`error parsing regexp: ${pattern}`)
  }
}

function toNumber(value: Value): number | undefined {
  if (typeof value === 'number') return value
  const isNumber = typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value)
  return isNumber ? Number(value) : undefined
}

function toBoolean(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (value === null || value === 'false' || value === 'FALSE') return false
  if (value === 'true' || value === 'TRUE') return true
  const number = toNumber(value)
  return number === undefined ? undefined : number !== 0
}

function toText(value: Value): string | undefined {
  return value === null ? undefined : goFormat(value)
}

import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { findMisfit } from '../access/assumed-fields';

/** Levels of objects and lists in a request; the admin's own have less than ten. */
const deepest = 32;

/**
 * Refuses plain texts, which no route reads; objects that hold something under the name of what every
 * object can do, such as `toString`; and lists in lists without end. Whatever makes a text of one of
 * these, asks what it is or walks through it, in Strapi and in its libraries, would fail. So would some
 * of Strapi's own routes on other kinds of values.
 */
export default (): Core.MiddlewareHandler => async (context, next) => {
  const body = readTexts(context.request.body);
  if (typeof body === 'string' && body !== '')
    throw refuse([], 'it is a text', 'Send it as JSON, with Content-Type: application/json');
  const isLoggedIn = context.get('authorization') !== '';
  const fault =
    findFault(body) ?? findMisfit(`${context.method} ${context.path}`, body, isLoggedIn);
  if (fault) throw refuse(fault.path, fault.problem, 'Correct that and send it again');
  await next();
};

function refuse(path: string[], problem: string, remedy: string) {
  const place = path.length === 0 ? 'the request' : `"${path.join('.')}"`;
  const message = `Could not read ${place}: ${problem}. ${remedy}.`;
  return new errors.ValidationError(message, {
    errors: [{ path, name: 'ValidationError', message }],
  });
}

/** What is said about uploaded files stands in forms, as JSON. */
function readTexts(body: unknown): unknown {
  const { fileInfo } = Object(body);
  if (fileInfo === undefined) return body;
  const read = Array.isArray(fileInfo) ? fileInfo.map(readText) : readText(fileInfo);
  return { ...Object(body), fileInfo: read };
}

function readText(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(['fileInfo'], 'it is not JSON', 'Send what is said about the file as JSON');
  }
}

/** Where the first thing stands that nothing can be made of, and what is wrong with it. */
function findFault(body: unknown): { path: string[]; problem: string } | undefined {
  const left = [{ value: body, path: [] as string[] }];
  for (const { value, path } of left) {
    if (typeof value !== 'object' || value === null) continue;
    if (path.length > deepest)
      return { path: path.slice(0, 1), problem: `it holds more than ${deepest} levels of lists` };
    for (const [name, part] of Object.entries(value)) {
      if (name in Object.prototype)
        return { path, problem: `it holds "${name}", which is no name of a field` };
      if (typeof part === 'object') left.push({ value: part, path: [...path, name] });
    }
  }
  return undefined;
}

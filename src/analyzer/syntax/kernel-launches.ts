/** Launches of a program's own kernels: words and brackets that the device's compiler adds to C++, written as C++ has them. */
import { LAUNCH_SIGN } from '../acl/calls-in-text.ts';
import type { CallExpression } from './ast.ts';
import type { SyntaxNode } from './node.ts';

/** What the device's compiler reads before functions and types. */
const DEVICE_WORDS =
  /\b__(?:global|aicore|gm|ubuf|cbuf|ca|cb|cc|fbuf|ssbuf|vector|cube|simd_vf|simt_vf|simd_callee|simt_callee)__\b/g;
/** `fft<half><<<blocks, nullptr, stream>>>(`; what stands between is looked through no further than people write. */
const LAUNCH = /(?<=[\w>)\]]\s{0,80})<<<(?!<)([^;{}]{0,400}?)>>>(?=[\s\\]*\()/g;
const GENERATED = /\bACLRT_LAUNCH_KERNEL[ \t]*\([ \t]*(\w+)[ \t]*\)/g;

/** The method that the parser sees called on what is launched. */
const LAUNCHED = '$';

/**
 * The text with offsets unchanged: `k<<<b, l2, s>>>(x)` as `k.$(b, l2, s)(x)`, of which `launchIn` makes one call, and
 * `ACLRT_LAUNCH_KERNEL(k)` as the name that the toolkit's macro gives.
 */
export function plainLaunches(text: string): string {
  const words = text.includes('__') ? text.replace(DEVICE_WORDS, (word) => ' '.repeat(word.length)) : text;
  const named = words.includes('ACLRT_LAUNCH_KERNEL') ? words.replace(GENERATED, generatedName) : words;
  return named.includes('<<<') ? named.replace(LAUNCH, `.${LAUNCHED}($1)  `) : named;
}

/** In a macro's body what is launched may be a parameter of it. */
function generatedName(whole: string, kernel: string, at: number, text: string): string {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return `aclrtlaunch_${/^[ \t]*#/.test(line) ? '##' : ''}${kernel}`.padEnd(whole.length);
}

/** A call of what `plainLaunches` has made as one of the launch, given the kernel, its configuration, and its arguments. */
export function launchIn(node: SyntaxNode, call: CallExpression): CallExpression {
  const { callee, args } = call;
  if (callee.kind !== 'call' || callee.callee.kind !== 'member' || callee.callee.name !== LAUNCHED)
    return call;
  const { object: kernel } = callee.callee;
  const isName = kernel.kind === 'name';
  const text = node.text.slice(kernel.start - node.start, kernel.end - node.start);
  const launch = {
    kind: 'name' as const,
    name: `${isName ? kernel.name : text.replace(/\s/g, '')}${LAUNCH_SIGN}`,
    start: kernel.start,
    end: isName ? kernel.start + kernel.name.length : kernel.end,
  };
  return { ...call, callee: launch, args: [kernel, ...callee.args, ...args] };
}

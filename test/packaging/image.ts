import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join, sep } from 'node:path';
import { npmEnv } from './npm-env.ts';

/** An image that was built without Docker: a folder in place of its root. */
export interface Image {
  readonly root: string;
  readonly workdir: string;
  readonly env: Record<string, string>;
  /** The last of each instruction that says how to run it, such as `USER`. */
  readonly settings: Record<string, string>;
  /** The base image. */
  readonly from: string;
}

/** An image that is still being built. */
type Stage = { -readonly [Key in keyof Image]: Image[Key] };

/**
 * Does what a Dockerfile says, in order, in a folder a stage. Absolute paths in it mean paths in that folder. What it
 * cannot show: the base image itself, another user, another kernel namespace.
 * @param context the build context
 * @param folder where the stages are put
 */
export function buildImage(context: string, folder: string): Image {
  const stages: Image[] = [];
  const names = new Map<string, Image>();
  const args = new Map<string, string>();
  const isIgnored = readIgnored(join(context, '.dockerignore'));
  let stage: Stage = { root: '', workdir: '', env: {}, settings: {}, from: '' };

  for (const [instruction, text] of readInstructions(join(context, 'Dockerfile'))) {
    const inStage = (path: string) => join(path.startsWith('/') ? stage.root : stage.workdir, path);
    switch (instruction) {
      case 'ARG': {
        const [name = '', value = ''] = text.split('=');
        args.set(name, value);
        break;
      }
      case 'FROM': {
        const [named = '', , name = ''] = text.split(/\s+/);
        const from = named.replace(/\$\{(\w+)\}/, (_, arg: string) => args.get(arg) ?? '');
        const root = join(folder, `stage-${stages.length}`);
        stage = { root, workdir: root, env: {}, settings: {}, from };
        stages.push(stage);
        names.set(name, stage);
        // What every base image has. Only root may give a file away.
        mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
        mkdirSync(join(root, 'shims'));
        writeFileSync(join(root, 'shims/chown'), '#!/bin/sh\n');
        chmodSync(join(root, 'shims/chown'), 0o755);
        break;
      }
      case 'WORKDIR':
        stage.workdir = inStage(text);
        mkdirSync(stage.workdir, { recursive: true });
        break;
      case 'ENV':
        for (const [, name = '', value = ''] of text.matchAll(/(\w+)=(\S+)/g)) {
          stage.env[name] = value.startsWith('/') ? inStage(value) : value;
        }
        break;
      case 'COPY': {
        const parts = text.split(/\s+/);
        const other = names.get(/^--from=(.+)/.exec(parts[0] ?? '')?.[1] ?? '');
        const [target = '', ...sources] = parts.slice(other ? 1 : 0).toReversed();
        for (const source of sources) {
          const from = join(other?.root ?? context, source);
          const isFile = sources.length > 1 || target.endsWith('/');
          cpSync(from, join(inStage(target), isFile ? basename(source) : ''), {
            recursive: true,
            filter: (path) => other !== undefined || !isIgnored(path.slice(context.length + 1)),
          });
        }
        break;
      }
      case 'RUN':
        execFileSync('sh', ['-c', text.replaceAll(/(?<=^|\s)\//g, `${stage.root}/`)], {
          cwd: stage.workdir,
          env: { ...stage.env, ...baseEnv(stage.root) },
          stdio: ['ignore', 'ignore', 'pipe'],
        });
        break;
      default:
        stage.settings[instruction] = text;
    }
  }
  return { ...stage, env: { ...stage.env, ...baseEnv(stage.root) } };
}

/** The image's programs before ours. */
function baseEnv(root: string): Record<string, string> {
  const own = [join(root, 'shims'), join(root, 'usr/local/bin')];
  return { ...npmEnv, PATH: [...own, npmEnv.PATH].join(delimiter) };
}

function readInstructions(file: string): [name: string, text: string][] {
  const text = readFileSync(file, 'utf8').replaceAll(/^#.*\n/gm, '');
  const lines = text.replaceAll(/\\\n\s*/g, '').split('\n');
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
      return [name, rest];
    });
}

/** Understands the one form that we use: nothing but the names that are let in, and what is taken out of them. */
function readIgnored(file: string): (path: string) => boolean {
  const rules = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [first, ...others] = rules;
  if (first !== '*') throw new Error('.dockerignore must begin by leaving everything out');
  const within = (path: string, rule: string) => `${path}${sep}`.startsWith(`${rule}${sep}`);
  return (path) => {
    if (path === '') return false;
    const allowed = others.some((rule) => rule.startsWith('!') && within(path, rule.slice(1)));
    return !allowed || others.some((rule) => !rule.startsWith('!') && within(path, rule));
  };
}

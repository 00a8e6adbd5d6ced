// For child processes of tests: `node --import ./test/load-typescript.ts child.ts` runs our sources as they are, without a build.
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier.startsWith('.') && context.parentURL?.endsWith('.ts') ? specifier.replace(/\.js$/u, '.ts') : specifier, context),
});

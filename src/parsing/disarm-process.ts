import { registerHooks } from "node:module";

/** Ways to the network that every program has at hand. */
const GLOBALS = ["fetch", "WebSocket", "EventSource", "XMLHttpRequest"];

/** Node's modules that reach the network, other programs and threads, or the engine's insides. */
const MODULES =
  /^(?:node:)?(?:net|tls|http|http2|https|dgram|dns|quic|child_process|cluster|worker_threads|vm|inspector|repl|sqlite)(?:\/|$)/;

/**
 * Takes from this process what no parser needs, before a parser is loaded. Node's permission model keeps the
 * files and the other programs out of reach; the network it does not know in every version.
 */
export function disarmProcess(): void {
  for (const name of GLOBALS) Reflect.deleteProperty(globalThis, name);
  registerHooks({
    resolve(specifier, context, next) {
      if (MODULES.test(specifier)) throw new Error(`${specifier} is out of reach`);
      return next(specifier, context);
    },
  });
  Reflect.deleteProperty(process, "kill");
  const { getBuiltinModule } = process;
  process.getBuiltinModule = ((name: string) =>
    MODULES.test(name) ? undefined : getBuiltinModule(name)) as typeof getBuiltinModule;
}

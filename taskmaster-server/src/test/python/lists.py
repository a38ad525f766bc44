"""Prints what the supervisor of this machine has: one line for each, its kind and its name."""

import inspect
import re

from supervisor import events, options, rpcinterface, supervisorctl, xmlrpc


def show(kind, names):
    for name in sorted(set(names)):
        print(kind, name)


def methods(kind):
    return [n for n, f in inspect.getmembers(kind, inspect.isfunction) if n[0] != "_"]


show("action", [n[3:] for n in methods(supervisorctl.DefaultControllerPlugin) if n[:3] == "do_"])
show("event", [n for n in vars(events.EventTypes) if n[0] != "_"])
show("supervisor.", methods(rpcinterface.SupervisorNamespaceRPCInterface))
show("system.", methods(xmlrpc.SystemNamespaceRPCInterface))
flags = [opt for opt in options.ServerOptions().long_options]
show("flag", [flag.rstrip("=") for flag in flags])


def asked_for(*readers):
    """The options that supervisor's own readers of sections ask for."""
    names = []
    for reader in readers:
        source = inspect.getsource(reader)
        names += re.findall(r"(?<!kwargs\.)get(?:default)?\((?:section, ?)?'([a-z_]+)', ?", source)
        # Those of each channel are put together.
        names += [c + name for name in re.findall(r"'%s(_[a-z_]+)'", source) for c in ("stdout", "stderr")]
    return names


server = options.ServerOptions
show("supervisord", set(asked_for(server.read_config)) - {"include"})
show("supervisorctl", asked_for(options.ClientOptions.read_config))
show("servers", asked_for(server.server_configs_from_parser, server._parse_username_and_password))
show("programs", asked_for(server.process_groups_from_parser, server._processes_from_section))

"""M/M/1 in SimPy, the model of bench/sim.ts: a Poisson source, one server, exponential service at half load.

usage: simpy_mm1.py CUSTOMERS. Prints one line of JSON: seconds, customers, mean time in the system, version.
Runs with SimPy 2 (Debian's python3-simpy) and with SimPy 3 and later.
"""

import json
import random
import sys
import time

try:
    import simpy
except ImportError:
    simpy = None
    import SimPy
    from SimPy.Simulation import Process, Resource, Simulation, hold, release, request


def simpy2(customers, totals):
    class Customer(Process):
        def visit(self, server):
            arrived = self.sim.now()
            yield request, self, server
            yield hold, self, random.expovariate(1.0)
            yield release, self, server
            totals.append(self.sim.now() - arrived)

    class Source(Process):
        def generate(self, server):
            for _ in range(customers):
                yield hold, self, random.expovariate(0.5)
                customer = Customer(sim=self.sim)
                self.sim.activate(customer, customer.visit(server))

    sim = Simulation()
    sim.initialize()
    source = Source(sim=sim)
    sim.activate(source, source.generate(Resource(capacity=1, sim=sim)))
    sim.simulate(until=1e12)
    return SimPy.__version__


def simpy3(customers, totals):
    def customer(env, server):
        arrived = env.now
        with server.request() as mine:
            yield mine
            yield env.timeout(random.expovariate(1.0))
        totals.append(env.now - arrived)

    def source(env, server):
        for _ in range(customers):
            yield env.timeout(random.expovariate(0.5))
            env.process(customer(env, server))

    env = simpy.Environment()
    env.process(source(env, simpy.Resource(env, capacity=1)))
    env.run()
    return simpy.__version__


def main():
    customers = int(sys.argv[1])
    random.seed(1)
    totals = []
    started = time.process_time()
    version = (simpy3 if simpy else simpy2)(customers, totals)
    seconds = time.process_time() - started
    mean = sum(totals) / len(totals)
    print(json.dumps({"seconds": seconds, "customers": len(totals), "mean": mean, "version": str(version)}))


if __name__ == "__main__":
    main()

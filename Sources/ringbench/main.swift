import RingbenchCommand

await Ringbench.main()

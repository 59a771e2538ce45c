from benchmarks.thread_faults.command import main

if __name__ == "__main__":
    raise SystemExit(main())

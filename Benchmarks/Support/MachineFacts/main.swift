import Workloads

// What a record of a run says of the machine, as lines of Markdown.
print(Record.machine)

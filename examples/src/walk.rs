//! A recursive walk over tokio's file system.

use std::io;
use std::path::PathBuf;

use futures::Stream;
use genfn::generator;
use tokio::fs;

/// All files under `folder`, each folder in the order of its names.
///
/// A folder that cannot be read gives its error as an item, and the walk goes on with the next one.
#[generator]
pub async fn walk(folder: PathBuf) -> impl Stream<Item = io::Result<PathBuf>> + Send {
    let mut entries = fs::read_dir(&folder).await?;
    let mut names = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        names.push((entry.path(), entry.file_type().await?.is_dir()));
    }
    drop(entries);
    names.sort();
    for (path, is_folder) in names {
        if is_folder {
            // It walks into itself, without a box, and fails for itself.
            yield_from!(walk(path));
        } else {
            yield_!(Ok(path));
        }
    }
}
